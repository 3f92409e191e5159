"""How a deployment of many processes would bear a crowd: measured costs, replayed."""
