"""The words by which programmes are understood, in the six official languages of the United Nations."""
