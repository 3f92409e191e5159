"""How much of a programme is read: every limit in one place.

The longest real programmes seen were some tens of kilobytes; the limits leave room for ten times that and
stop what could only be an accident or an attack: reading takes its time from everybody whom the server serves.
"""

TEXT_BYTES = 400_000  # of a text, and of the text inside a document
LINES = 10_000  # that are not empty
YAML_DEPTH = 12  # the structured form nests four deep
DOCX_BYTES = 10_000_000  # as uploaded: logos are heavy
DOCX_EXPANDED_BYTES = 50_000_000  # all its parts together, as they would be unpacked
DOCX_XML_BYTES = 12_000_000  # its XML parts alone, which are parsed into memory at ten times their size
DOCX_ELEMENTS = 300_000  # of those parts that are read: thirty for each line
DOCX_PARTS = 2_000

STRING_CHARACTERS = 1_000_000  # of one field in the structured form
LIST_ENTRIES = 10_000  # of one list in the structured form
TEXTS = 100_000  # and lists, in all fields of the structured form together

SECONDS = 20  # that one reading may last; most take a hundredth of one
MEMORY_BYTES = 512 * 1024 * 1024  # of addresses, for the process that reads; an honest one takes a quarter
