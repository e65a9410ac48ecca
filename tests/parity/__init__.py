"""One cell in every front end: what it shows there, and that what stays is the same."""
