"""Many submissions → one: sums, published figures in place of sums, last year."""
