"""The sum of many submissions: adding, published figures in place of sums, last year's submissions."""
