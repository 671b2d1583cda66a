"""The albums of the guests, in a database that all processes share."""

import sqlite3

import photos

FILE = 'albums.db'


def owner_of(photo):
    """Whose album a photo is in."""
    return f'guest-{photo:02}@example.com'


def publish(photo, thumbnails):
    """Show a photo in its album, with the names of its three thumbnails. Each call makes one more page."""
    with _open() as db:
        row = (photo, owner_of(photo), ', '.join(sorted(str(name) for name in thumbnails)))
        db.execute('INSERT INTO pages (photo, owner, thumbnails) VALUES (?, ?, ?)', row)
        db.execute("UPDATE albums SET status = 'complete' WHERE photo = ?", (photo,))
    db.close()


def mark_partial(photo):
    """Write down that an album goes without its photo."""
    with _open() as db:
        db.execute("UPDATE albums SET status = 'partial' WHERE photo = ?", (photo,))
    db.close()


def open_tonight(numbers, broken):
    """Make the tables, and write down what there has to be in the morning. Only Check looks at that."""
    with _open() as db:
        db.execute('CREATE TABLE albums (photo INTEGER, owner TEXT, status TEXT)')
        db.execute('CREATE TABLE pages (photo INTEGER, owner TEXT, thumbnails TEXT)')
        db.execute('CREATE TABLE right_albums (photo INTEGER, owner TEXT, status TEXT)')
        db.execute('CREATE TABLE right_pages (photo INTEGER, owner TEXT, thumbnails TEXT)')
        rows = [(photo, owner_of(photo)) for photo in numbers]
        db.executemany("INSERT INTO albums VALUES (?, ?, 'open')", rows)
        right = [(*row, 'partial' if row[0] in broken else 'complete') for row in rows]
        db.executemany('INSERT INTO right_albums VALUES (?, ?, ?)', right)
        pages = [(*row, _thumbnails(row[0])) for row in rows if row[0] not in broken]
        db.executemany('INSERT INTO right_pages VALUES (?, ?, ?)', pages)
    db.close()


def _thumbnails(photo):
    return ', '.join(sorted(f'{photo}-{size}.jpg' for size in photos.SIZES))


def _open():
    return sqlite3.connect(FILE, timeout=30)
