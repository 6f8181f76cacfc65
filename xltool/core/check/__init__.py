"""Submission → findings: values, rules, texts, last year, other forms."""
