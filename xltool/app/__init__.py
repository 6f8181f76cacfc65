"""The use cases: one module each, named as its command.  They join reading, writing, mail and rounds."""
