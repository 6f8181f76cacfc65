"""The page: the whole work in a browser, for people who never saw a terminal.

Above `app`, beside `cli`.  Every action is a function of `app`; here are only addresses, pages and the lock
on the door.
"""
