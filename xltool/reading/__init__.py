"""Read what comes from outside: returned workbooks, published reports, rosters and form files.

`registry.read` tells what kind of file some bytes are and gives what stands in them (a `RawWorkbook`, a
`Document` or JSON); `returned.understand` makes a `ReadReturn` of that, with the submission and findings.
Everything here treats a file as hostile: sizes are bounded, nothing in it is followed or run, and libraries
that cannot be trusted work in a child process (`sandbox`).  A file that cannot be read is an
`UnreadableFile` with a W code, never another exception.
"""
