"""The review in the browser: the same dialogue as in the terminal, beside the image of the page."""
