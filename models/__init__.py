"""What is learned: the training corpus, the person tagger, the role classifier and the ranking."""
