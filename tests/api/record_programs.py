"""Writes down what real Celery lets the programs print: `python record_programs.py`, in the environment of record.py."""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent / 'programs'

for path in sorted(HERE.glob('*.py')):
    program = f'import {path.stem}; {path.stem}.main()'
    heard = subprocess.run([sys.executable, '-B', '-c', program], cwd=HERE, capture_output=True, text=True, check=True)
    text = re.sub(r' at 0x[0-9a-f]+', ' at 0x', heard.stdout)
    text = re.sub(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'ID', text)
    path.with_suffix('.txt').write_text(text)
