"""A simulated audience that plays into a meeting over the public protocol."""
