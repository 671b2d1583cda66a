"""The list of addresses that nobody has, in the database of the club."""

import sqlite3

FILE = 'club.db'


def create():
    """Make the table, once for all."""
    db = sqlite3.connect(FILE)
    with db:
        db.execute('CREATE TABLE bounces (address TEXT, code INTEGER)')
    db.close()


def record(address, code=550):
    """Write down that no mail can reach this address: one more row in the table."""
    db = sqlite3.connect(FILE)
    with db:
        db.execute('INSERT INTO bounces (address, code) VALUES (?, ?)', (address, code))
    db.close()
