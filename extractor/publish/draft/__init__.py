"""The text of a balance: sentences from templates and findings, put where an author can keep, mend and check them."""
