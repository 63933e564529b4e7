"""One Tryton, one request at a time: SQLite has no row locks, and the stock server is threaded.

usage: launcher.py CONFIGURATION DATABASE
"""
import sys

from trytond.config import config, split_netloc

config.update_etc(sys.argv[1])

from trytond.pool import Pool

Pool.start()
from trytond.application import app
from werkzeug.serving import run_simple

Pool(sys.argv[2]).init()
host, port = split_netloc(config.get('web', 'listen'))
run_simple(host, port, app, threaded=False)
