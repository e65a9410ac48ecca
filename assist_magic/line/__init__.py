"""The line of a magic: its options, each declared once, and the help and completion from them."""
