"""A small handbook: passages on many subjects, and plain questions in other words than theirs."""

from __future__ import annotations

PASSAGES: dict[str, str] = {
    "vacation": "Full-time employees earn 25 days of paid vacation a year. Days that are not used"
    " by 31 March of the following year are lost. Requests go to the line manager two weeks ahead.",
    "sickness": "Staff who fall ill call their supervisor before nine in the morning. From the"
    " third day of absence a doctor's certificate is required.",
    "parental": "Parents may take up to eighteen months of leave after the birth or adoption of a"
    " child. The position is kept open for them during that time.",
    "remote": "Working from home is possible on three days a week, after the probation period."
    " Confidential papers must not leave the office.",
    "expenses": "Travel costs are reimbursed within 30 days when the receipts are attached to the"
    " claim. First-class tickets are not covered. Meals are paid up to 40 euros a day.",
    "password": "Passwords have at least fourteen characters and are changed when there is reason"
    " to believe that somebody else knows them. Never share them by e-mail.",
    "backup": "All servers are copied every night to a second data centre. Restoring a deleted"
    " document takes up to four hours; write to the help desk with its name and date.",
    "printer": "The printer on the second floor shows error E-47 when a sheet is jammed behind the"
    " rear cover. Open the cover, pull the sheet out slowly, and press the green button.",
    "fire": "When the alarm sounds, everybody leaves the building by the nearest stairs and gathers"
    " in the car park. Lifts must not be used. Wardens in yellow vests count those present.",
    "visitors": "Guests sign in at the reception desk and wear a badge. They are accompanied at all"
    " times by the person whom they visit.",
    "parking": "Spaces in the underground garage are given by seniority. Bicycles can be locked in"
    " the shed beside the main entrance.",
    "canteen": "Lunch is served from half past eleven until two. Vegetarian dishes are marked with"
    " a leaf. Payment is by badge only.",
    "pension": "The company adds four percent of the gross salary to the pension fund. Employees"
    " may add up to six percent of their own.",
    "bonus": "A yearly bonus is paid in April. It depends on the results of the company and on the"
    " appraisal by the manager, and is at most two monthly salaries.",
    "training": "Each employee has a budget of 1500 euros a year for courses and books. Conferences"
    " abroad need the consent of the department head.",
    "probation": "The first six months are a trial period, in which both sides may end the contract"
    " with two weeks' notice.",
    "resignation": "Whoever wants to leave the company gives notice in writing, three months before"
    " the end of a quarter. Laptop, badge and keys are handed in on the last day.",
    "harassment": "Complaints about bullying or unwanted advances are treated in confidence by the"
    " ombudsperson, whose office is room 114.",
    "photosynthesis": "Plants turn carbon dioxide and water into sugar and oxygen. The energy comes"
    " from sunlight, which the green pigment chlorophyll absorbs.",
    "volcano": "A volcano erupts when molten rock rises from the mantle because it is lighter than"
    " what surrounds it. Dissolved gas drives the eruption.",
    "tides": "The gravity of the moon pulls the water of the oceans. High water comes twice a day,"
    " about fifty minutes later each day.",
    "vaccine": "A vaccine shows the immune system a harmless part of a virus, so that antibodies"
    " and memory cells are ready when the real one arrives.",
    "bees": "Honeybees tell each other where flowers are by a dance. The angle to the vertical"
    " stands for the direction relative to the sun, the length for the distance.",
    "bridge": "In a suspension bridge the deck hangs from cables that run over tall towers and are"
    " anchored at both ends. The cables are in tension, the towers in compression.",
    "battery": "In a lithium-ion cell, ions wander from the anode to the cathode while it is"
    " discharged. Heat and deep discharge shorten its life.",
    "bread": "Mix flour, water, salt and yeast, knead for ten minutes, and let the dough rise until"
    " it has doubled. Bake it at 230 degrees for half an hour.",
    "coffee": "For an espresso, hot water is pressed through finely ground beans at nine bars for"
    " twenty-five seconds. If it runs too fast, grind finer.",
    "tomato": "Tomatoes want much sun and rich soil. Water them at the root, never on the leaves,"
    " or blight will spread.",
    "mortgage": "With a fixed-rate mortgage the instalment stays the same for the whole term. Early"
    " repayment costs a fee of one percent of the remaining debt.",
    "inflation": "When prices rise in general, money loses purchasing power. Central banks answer"
    " with higher interest rates.",
    "warranty": "The appliance is guaranteed for two years from the date of purchase. Damage by"
    " improper use, such as dropping it, is excluded. Keep the receipt.",
    "returns": "Goods can be sent back within 14 days without giving a reason. The money is"
    " transferred as soon as the parcel has arrived in our warehouse.",
    "shipping": "Orders placed before noon leave on the same day. Delivery inside the country takes"
    " one to two working days and is free above 50 euros.",
    "marathon": "In the last week before a marathon, run little and sleep much. Eat carbohydrates"
    " for three days, and drink before you are thirsty.",
    "chess": "The bishop moves along diagonals, any number of squares. Castling is allowed if"
    " neither the king nor the rook has moved before.",
    "api": "The function parse_config reads a YAML file and raises ConfigError when a key is"
    " missing. Set retry_limit to change how often loadRemote tries again.",
    "glacier": "Glaciers are rivers of ice. They flow a few metres a day, carve valleys in the"
    " shape of a U and leave moraines behind.",
    "telescope": "A reflecting telescope gathers light with a curved mirror instead of a lens,"
    " which avoids coloured fringes and allows large apertures.",
    "jazz": "Jazz grew in New Orleans around 1900 out of blues and ragtime. Musicians improvise on"
    " the chords of a theme.",
    "退款": "客户可以在收到商品后十四天内申请退款。退款将在五个工作日内退回原支付账户。",
}

QUESTIONS: tuple[tuple[str, str], ...] = (
    ("How many holidays do I get, and when do unused vacation days expire?", "vacation"),
    ("Do I need a note from the doctor if I am absent for some days?", "sickness"),
    ("How long can a mother stay away after having a baby, for child care leave?", "parental"),
    ("Am I allowed to work at home?", "remote"),
    ("Which costs of a business trip does the company pay back?", "expenses"),
    ("How long must my password be?", "password"),
    ("I deleted a document by accident, how do I get it back?", "backup"),
    ("What does the printer mean by E-47, is paper stuck?", "printer"),
    ("Where do we meet when there is a fire alarm?", "fire"),
    ("What must a guest do when coming into the office?", "visitors"),
    ("Where can I leave my bicycle?", "parking"),
    ("At what time can I eat lunch?", "canteen"),
    ("How much does the employer contribute to my pension?", "pension"),
    ("Is there money for attending courses?", "training"),
    ("How do I quit, and what notice period do I have to give?", "resignation"),
    ("Why are plants green and what do they use sunlight for?", "photosynthesis"),
    ("What makes volcanoes erupt?", "volcano"),
    ("Why is there high tide twice daily?", "tides"),
    ("How does vaccination protect the body against a virus?", "vaccine"),
    ("How do bees communicate the direction of flowers?", "bees"),
    ("What holds up the deck of a suspension bridge?", "bridge"),
    ("What is bad for the life of lithium batteries?", "battery"),
    ("How hot should the oven be for baking bread?", "bread"),
    ("Is there a penalty for paying off the mortgage early?", "mortgage"),
    ("For how long is the appliance under guarantee?", "warranty"),
    ("Can I return something I bought, and when do I get my money?", "returns"),
    ("How many days until my order is delivered?", "shipping"),
    ("What happens if a configuration key is missing in parse_config?", "api"),
    ("When is castling permitted?", "chess"),
    ("退款需要几天才能到账？", "退款"),
)
