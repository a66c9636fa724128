"""Several people at one round: letters dealt out, two readings of a letter, what differs between them."""
