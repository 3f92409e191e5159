"""A whole session of somebody who leaves a mark with everything, and the search for those marks in every byte."""
