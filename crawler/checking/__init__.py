"""Whether a source answers, and a source proposed from one address."""
