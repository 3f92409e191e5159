"""What is measured: a module for each measure, with a function that returns its raw figures."""
