"""The checks of a submission: values, rules, texts, last year's figures, other forms."""
