"""The cupboard with the reports: a table in a database that all processes share."""

import sqlite3

FILE = 'office.db'


def store(report, sales, costs, visits):
    """Put a report into the cupboard. A report that is there already stays as it is."""
    _write('reports', report, sales, costs, visits)


def open_on_monday(numbers):
    """Make the tables, and write down what each report will have to say. Only Check looks at that."""
    db = sqlite3.connect(FILE)
    with db:
        db.execute('CREATE TABLE reports (id INTEGER PRIMARY KEY, text TEXT)')
        db.execute('CREATE TABLE expected (id INTEGER PRIMARY KEY, text TEXT)')
        rows = [(number, _text(5000 + 17 * number, 3000 + 11 * number, 400 + number)) for number in numbers]
        db.executemany('INSERT INTO expected (id, text) VALUES (?, ?)', rows)
    db.close()


def _write(table, report, sales, costs, visits):
    db = sqlite3.connect(FILE, timeout=30)
    with db:
        row = (report, _text(sales, costs, visits))
        db.execute(f'INSERT OR IGNORE INTO {table} (id, text) VALUES (?, ?)', row)
    db.close()


def _text(sales, costs, visits):
    return f'sold {sales}, spent {costs}, earned {sales - costs}; {visits} visits'
