r"""Answers as models write them, and what a reader must see of each where it is drawn.

Text is what the page shows, with ◆ for each formula and spaces for whatever parts the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sample:
    """An answer: its `text` as it came, what is `seen`, and what the page holds.

    `formulas` are the LaTeX that a typesetter is given, `code` the code blocks to the letter, and
    `holds` how many elements a CSS selector finds.
    """

    text: str
    seen: str
    formulas: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    holds: Mapping[str, int] = field(default_factory=dict)


INLINE = (
    Sample(r"The root is \(\sqrt{2}\).", "The root is ◆.", (r"\sqrt{2}",)),
    Sample(r"The root is $\sqrt{2}$.", "The root is ◆.", (r"\sqrt{2}",)),
    Sample(r"Doubly \\(x^2\\) escaped.", "Doubly ◆ escaped.", ("x^2",)),
    Sample(r"Roomy $ \frac{1}{2} $ and \( y \).", "Roomy ◆ and ◆.", (r"\frac{1}{2}", "y")),
    Sample("$a$, $b$ and $c$: $a+b=c$.", "◆, ◆ and ◆: ◆.", ("a", "b", "c", "a+b=c")),
    Sample("Primes: $f'(x)$, $f''(x)$, $x'$.", "Primes: ◆, ◆, ◆.", ("f'(x)", "f''(x)", "x'")),
    Sample(
        "Indices $a_1 * b_1 * c_{ij}$ and $x_{a}$, _so_.",
        "Indices ◆ and ◆, so.",
        ("a_1 * b_1 * c_{ij}", "x_{a}"),
        holds={"em": 1},
    ),
    Sample(r"Stars $*a*$, $**$ and \(a^*b^*\).", "Stars ◆, ◆ and ◆.", ("*a*", "**", "a^*b^*")),
    Sample("Less: $a<b$, $a < b$, $a>b$.", "Less: ◆, ◆, ◆.", (r"a\lt b", r"a \lt b", r"a\gt b")),
    Sample(r"Percent $5\%$ of \(20\%\).", "Percent ◆ of ◆.", (r"5\%", r"20\%")),
    Sample(r"Sets $\{1, 2\}$ and \(\{x\}\).", "Sets ◆ and ◆.", (r"\{1, 2\}", r"\{x\}")),
    Sample(r"Text $x \text{ if } y$ holds.", "Text ◆ holds.", (r"x \text{ if } y",)),
    Sample(r"Backslashes $a\,b\;c\!d\ e$.", "Backslashes ◆.", (r"a\,b\;c\!d\ e",)),
    Sample(r"Hash \(\#A = 3\), tilde $a~b$.", "Hash ◆, tilde ◆.", (r"\#A = 3", "a~b")),
    Sample("Absolute $|x|$ and $\\|v\\|$.", "Absolute ◆ and ◆.", ("|x|", r"\|v\|")),
    Sample("Brackets $[a](b)$ and $![x](y)$.", "Brackets ◆ and ◆.", ("[a] (b)", "! [x] (y)")),
    Sample("设\\(x\\)为正数，则$x^2$为正。", "设◆为正数，则◆为正。", ("x", "x^2")),
    Sample("値は$x=2$です。", "値は◆です。", ("x=2",)),
    Sample("**Bold $x$** and *\\(y\\)*.", "Bold ◆ and ◆.", ("x", "y"),
           holds={"strong": 1, "em": 1}),
    Sample("~~Old $x$~~ new", "Old ◆ new", ("x",), holds={"s, del": 1}),
    Sample(r"In $\text{cost } \$5$ it is.", "In ◆ it is.", (r"\text{cost } \$5",)),
    Sample("A line\nwith $a +\nb$ broken.", "A line with ◆ broken.", ("a +\nb",)),
    Sample(r"Matrix $\begin{pmatrix}1&2\\3&4\end{pmatrix}$ inline.", "Matrix ◆ inline.",
           (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",)),
    Sample(r"Ends with \(x\)", "Ends with ◆", ("x",)),
    Sample(r"\(x\)", "◆", ("x",)),
    Sample(r"No spaces:\(x\)and$y$end", "No spaces:◆and◆end", ("x", "y")),
    Sample(r"Colour \(\color{red}{x}\), box \(\boxed{y}\).", "Colour ◆, box ◆.",
           (r"\color{red}{x}", r"\boxed{y}")),
    Sample(r"Quoted `\(x\)` beside \(x\).", r"Quoted \(x\) beside ◆.", ("x",), holds={"code": 1}),
    Sample(r"Escaped \\\(x\\\) oddly.", "Escaped \\◆ oddly.", ("x",)),
    Sample(r"Spaced \(5\ \) and \(x\\) and \(\ \) end.", "Spaced ◆ and ◆ and (\\ ) end.",
           ("5", "x")),
)  # fmt: skip
DISPLAY = (
    Sample("So\n\n\\[\nx = 1\n\\]\n\nholds.", "So ◆ holds.", ("x = 1",)),
    Sample("So\n\\[\nx = 1\n\\]\nholds.", "So ◆ holds.", ("x = 1",)),
    Sample("So \\[ x = 1 \\] holds.", "So ◆ holds.", ("x = 1",)),
    Sample("So\n\n$$\nx = 1\n$$\n\nholds.", "So ◆ holds.", ("x = 1",)),
    Sample("So $$x = 1$$ holds.", "So ◆ holds.", ("x = 1",)),
    Sample("$$x = 1$$\n$$y = 2$$", "◆ ◆", ("x = 1", "y = 2")),
    Sample("Blank\n\n\\[\na = b\n\n+ c\n\\]\n\nlines.", "Blank ◆ lines.", ("a = b\n+ c",)),
    Sample("\\[\nf(x) =\n- x\n+ 1\n= 2\n\\]", "◆", ("f(x) =\n- x\n+ 1\n= 2",)),
    Sample("\\\\[\nx\n\\\\]", "◆", ("x",)),
    Sample("    \\[\n    not code?\n    \\]", r"\[ not code? \]", code=("\\[\nnot code?\n\\]",)),
    Sample("  $$\n  x = 1\n  $$\n  indented", "◆ indented", ("x = 1",)),
    Sample("- one:\n  \\[\n  x = 1\n  \\]\n- two", "one: ◆ two", ("x = 1",), holds={"li": 2}),
    Sample("1. one:\n\n   $$x = 1$$\n\n2. two", "one: ◆ two", ("x = 1",), holds={"ol > li": 2}),
    Sample("1. **Set up**\n   \\[ x = 1 \\]\n   then\n2. **Solve**\n   \\[ y = 2 \\]",
           "Set up ◆ then Solve ◆", ("x = 1", "y = 2"), holds={"ol > li": 2, "strong": 2}),
    Sample("- a\n  - b\n\n    \\[\n    x\n    \\]\n  - c", "a b ◆ c", ("x",), holds={"li": 3}),
    Sample("> quoted\n>\n> $$\n> x = 1\n> $$\n\nend", "quoted ◆ end", ("x = 1",),
           holds={"blockquote": 1}),
    Sample("> \\[ x\n> + y \\]", "◆", ("x + y",), holds={"blockquote": 1}),
    Sample("## About $x^2$ and \\(y\\)", "About ◆ and ◆", ("x^2", "y"), holds={"h2": 1}),
    Sample("**Answer:** $$x = \\boxed{4}$$", "Answer: ◆", (r"x = \boxed{4}",), holds={"strong": 1}),
    Sample("$$\na % why\n+ b\n$$", "◆", ("a % why\n+ b",)),
    Sample("$$ never closed", "$$ never closed"),
    Sample("\\[ never closed\n\nand $x$", "[ never closed and ◆", ("x",)),
    Sample("Closed \\] only, \\) too, $x$", "Closed ] only, ) too, ◆", ("x",)),
    Sample("$$ {x $$ and $y$", "$$ {x $$ and ◆", ("y",)),
)  # fmt: skip
ENVIRONMENTS = (
    Sample("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}", "◆",
           ("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}",)),
    Sample("\\begin{align*}\na &< b\n\\end{align*}\nend", "◆ end",
           ("\\begin{align*}\na &\\lt b\n\\end{align*}",)),
    Sample("\\begin{equation}\nx\n\\end{equation}", "◆",
           ("\\begin{equation}\nx\n\\end{equation}",)),
    Sample("\\[\n\\begin{aligned}\na &= b\\\\[4pt]\n&= c\n\\end{aligned}\n\\]", "◆",
           ("\\begin{aligned}\na &= b\\\\[4pt]\n&= c\n\\end{aligned}",)),
    Sample("$$f(x) = \\begin{cases} 1 & x > 0 \\\\ 0 & \\text{else} \\end{cases}$$", "◆",
           (r"f(x) = \begin{cases} 1 & x \gt 0 \\ 0 & \text{else} \end{cases}",)),
    Sample("\\[ \\left(\\begin{array}{cc|c} 1 & 2 & 3 \\end{array}\\right) \\]", "◆",
           (r"\left(\begin{array}{cc|c} 1 & 2 & 3 \end{array}\right)",)),
    Sample("\\begin{matrix} a & b \\end{matrix} and $x$", "◆ and ◆",
           (r"\begin{matrix} a & b \end{matrix}", "x")),
    Sample("So \\begin{align*} a &= b \\\\ c &= d \\end{align*} holds.", "So ◆ holds.",
           (r"\begin{align*} a &= b \\ c &= d \end{align*}",)),
    Sample("\\begin{itemize}\n\\item a $x$\n\\end{itemize}",
           r"\begin{itemize} \item a $x$ \end{itemize}",
           code=("\\begin{itemize}\n\\item a $x$\n\\end{itemize}",)),
    Sample("Use \\begin{itemize} and \\end{itemize} for $n$ points.",
           r"Use \begin{itemize} and \end{itemize} for ◆ points.", ("n",)),
    Sample("\\begin{align} never closed & $x$", r"\begin{align} never closed & ◆", ("x",)),
    Sample("$$\n\\begin{gather}\na \\\\\nb\n\\end{gather}\n$$", "◆",
           ("\\begin{gather}\na \\\\\nb\n\\end{gather}",)),
    Sample("Write `\\begin{align}` before `\\end{align}`.",
           r"Write \begin{align} before \end{align}.", holds={"code": 2}),
)  # fmt: skip
MONEY = (
    Sample("It costs $5 and $10.", "It costs $5 and $10."),
    Sample("Between $5-$10, or $5–$10.", "Between $5-$10, or $5–$10."),
    Sample("US$5, A$6, $1,000.00, $.50 and 5$.", "US$5, A$6, $1,000.00, $.50 and 5$."),
    Sample("Pay $5 for $x^2$.", "Pay $5 for ◆.", ("x^2",)),
    Sample("$5 and $x^2$ and $6", "$5 and ◆ and $6", ("x^2",)),
    Sample(r"Escaped \$5 and \$6.", "Escaped $5 and $6."),
    Sample("**$5** or *$6*", "$5 or $6", holds={"strong": 1, "em": 1}),
    Sample("# It costs $5 to $10", "It costs $5 to $10", holds={"h1": 1}),
    Sample("| price | n |\n|--:|:-:|\n| $5 | $n$ |\n| $10 | $2 |",
           "price n $5 ◆ $10 $2", ("n",), holds={"td": 4}),
    Sample("- $5 each\n- $10 for two", "$5 each $10 for two", holds={"li": 2}),
    Sample("> $5 and $6", "$5 and $6", holds={"blockquote": 1}),
    Sample("$HOME and $PATH, $(ls) and ${x}", "$HOME and $PATH, $(ls) and ${x}"),
    Sample("[$5](https://example.com) and $6", "$5 and $6", holds={"a": 1}),
    Sample("$5 million, $3bn, ($7), \"$8\", $9/month", "$5 million, $3bn, ($7), \"$8\", $9/month"),
    Sample("A single $ and a double $$ here.", "A single $ and a double $$ here."),
    Sample(r"So \(5 \times \$3 = \$15\).", "So ◆.", (r"5 \times \$3 = \$15",)),
    Sample("From $5 to $$x$$ and $6.", "From $5 to ◆ and $6.", ("x",)),
    Sample("$5 each, or 5 US$, or $6 for two and 10$", "$5 each, or 5 US$, or $6 for two and 10$"),
    Sample("$2x + 3$, $5$, $100$ and $3 + 4 = 7$", "◆, ◆, ◆ and ◆",
           ("2x + 3", "5", "100", "3 + 4 = 7")),
    Sample("5 € and 6 £ and $x$ ¥", "5 € and 6 £ and ◆ ¥", ("x",)),
)  # fmt: skip
CODE = (
    Sample("Use `$x$`, `\\(x\\)` and `a_b`.", r"Use $x$, \(x\) and a_b.", holds={"code": 3}),
    Sample("Use `` `tick` `` and `<b>&amp;`.", "Use `tick` and <b>&amp;.", holds={"code": 2}),
    Sample("```python\nprint('$5', \"\\(x\\)\")  # $x$ <b> & |\n```", "print('$5', \"\\(x\\)\") "
           "# $x$ <b> & |", code=("print('$5', \"\\(x\\)\")  # $x$ <b> & |",)),
    Sample("```\n$$\nx\n$$\n\n\\[ y \\]\n```", r"$$ x $$ \[ y \]",
           code=("$$\nx\n$$\n\n\\[ y \\]",)),
    Sample("```latex\n\\begin{align}\na &= b\n\\end{align}\n```",
           r"\begin{align} a &= b \end{align}",
           code=("\\begin{align}\na &= b\n\\end{align}",)),
    Sample("    indented = '$x$'\n    \\(y\\)", r"indented = '$x$' \(y\)",
           code=("indented = '$x$'\n\\(y\\)",)),
    Sample("1. Run\n   ```sh\n   echo $HOME $x$\n\n   ls\n   ```\n2. Stop",
           "Run echo $HOME $x$ ls Stop", code=("echo $HOME $x$\n\nls",), holds={"ol > li": 2}),
    Sample("- a\n  - b\n    ```\n    x_1 = *y\n    ```", "a b x_1 = *y", code=("x_1 = *y",),
           holds={"li": 2}),
    Sample("> ```\n> $x$ <b>\n> ```", "$x$ <b>", code=("$x$ <b>",), holds={"blockquote": 1}),
    Sample("~~~\n```\n$x$\n```\n~~~", "``` $x$ ```", code=("```\n$x$\n```",)),
    Sample("```python\ndef f(x):\n\n\n    return x\t# tab\n```", "def f(x): return x # tab",
           code=("def f(x):\n\n\n    return x\t# tab",)),
    Sample("```\nnever closed $x$", "never closed $x$", code=("never closed $x$",)),
    Sample("Then `x = $5` costs $5 and $x$.", "Then x = $5 costs $5 and ◆.", ("x",),
           holds={"code": 1}),
    Sample("| code | m |\n|---|---|\n| `a|b` | $x$ |\n| `a\\|b` | `$` |",
           "code m a|b ◆ a|b $", ("x",), holds={"code": 3, "td": 4}),
    Sample("```mermaid\ngraph TD\n```", "graph TD", code=("graph TD",)),
    Sample("````markdown\n```python\nx\n```\n````", "```python x ```",
           code=("```python\nx\n```",)),
)  # fmt: skip
MARKDOWN = (
    Sample("# One\n## Two\n### Three\n\nText\n\nTitle\n=====", "One Two Three Text Title",
           holds={"h1": 2, "h2": 1, "h3": 1}),
    Sample("| a | $b$ |\n|:--|--:|\n| $|x|$ | \\(\\frac{1}{2}\\) |\n| $P(A|B)$ | 2 |",
           "a ◆ ◆ ◆ ◆ 2", ("b", r"\vert x\vert", r"\frac{1}{2}", r"P(A\vert B)"),
           holds={"td": 4, "th": 2}),
    Sample("a | b\n--|--\n1 | 2", "a b 1 2", holds={"td": 2}),
    Sample("- [ ] open\n- [x] done", "[ ] open [x] done", holds={"li": 2}),
    Sample("1. one\n2. two\n   - a\n   - b\n3. three", "one two a b three",
           holds={"ol > li": 3, "ul > li": 2}),
    Sample("3. three\n4. four", "three four", holds={"ol[start='3'] > li": 2}),
    Sample("one  \ntwo\\\nthree<br>four", "one two three four", holds={"br": 3}),
    Sample("above\n\n---\n\nbelow\n\n***", "above below", holds={"hr": 2}),
    Sample("[docs](https://example.com/a_b?c=1&d=$2) end", "docs end",
           holds={"a[href='https://example.com/a_b?c=1&d=%242']": 1}),
    Sample("<https://example.com> and <b>bold</b>", "https://example.com and <b>bold</b>",
           holds={"a": 1, "b": 0}),
    Sample("![a plot](https://example.com/plot.png)", "a plot", holds={"a": 1, "img": 0}),
    Sample("A note[^1].\n\n[^1]: The note.", "A note[^1]. [^1]: The note."),
    Sample("Snake_case_name, 2 * 3 * 4, a*b*c", "Snake_case_name, 2 * 3 * 4, abc",
           holds={"em": 1}),
    Sample("&lt;i&gt; &amp; &copy; AT&T", "<i> & © AT&T"),
    Sample("~~struck~~, ~one~, **b _i_ b**", "struck, ~one~, b i b",
           holds={"s, del": 1, "strong": 1, "em": 1}),
    Sample("\\*not bold\\* and \\# no heading", "*not bold* and # no heading", holds={"em": 0}),
    Sample("**粗体**和*斜体*，$x$。", "粗体和斜体，◆。", ("x",), holds={"strong": 1, "em": 1}),
    Sample("\U0001f3b2 $\\Omega$ e\u0301 \u200fשלום", "\U0001f3b2 ◆ e\u0301 \u200fשלום",
           (r"\Omega",)),
    Sample("1986\\. A great year.\n\n+ plus\n\n2) two", "1986. A great year. plus two",
           holds={"ul > li": 1, "ol > li": 1}),
    Sample("<details><summary>More</summary>\n\n$x$\n\n</details>",
           "<details><summary>More</summary> ◆ </details>", ("x",), holds={"details": 0}),
)  # fmt: skip

SAMPLES = INLINE + DISPLAY + ENVIRONMENTS + MONEY + CODE + MARKDOWN
