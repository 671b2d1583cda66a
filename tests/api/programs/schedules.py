import datetime as dt
import pickle

from celery import Celery
from celery.schedules import crontab, crontab_parser, maybe_schedule, schedstate, schedule

app = Celery('shop', broker='memory://', backend='cache+memory://')
app.conf.timezone = 'Europe/Berlin'
NOW = dt.datetime(2026, 3, 28, 12, 30, tzinfo=dt.timezone.utc)


def main():
    each = crontab(hour=7, minute=30, nowfun=lambda: NOW, app=app)
    for last in (NOW - dt.timedelta(hours=3), NOW - dt.timedelta(days=2), NOW.replace(tzinfo=None)):
        print(each.is_due(last), each.remaining_estimate(last))
        start, way, now = each.remaining_delta(last)
        print(start, start + way, now)
    every = schedule(30, nowfun=lambda: NOW, app=app)
    print(every.is_due(NOW - dt.timedelta(seconds=10)), every.is_due(NOW - dt.timedelta(seconds=40)))
    print(every.remaining_estimate(NOW), repr(every), every.seconds, every.human_seconds)
    rare = crontab(day_of_month='31', month_of_year='1-12/3', minute=0, hour=0, nowfun=lambda: NOW, app=app)
    print(rare.remaining_estimate(NOW), rare.month_of_year, rare)
    print(crontab_parser(24).parse('*/6'), crontab_parser(12, 1).parse('1-3,12'), crontab_parser().parse('5'))
    for bad in ('61', 'x', '1-', '*/a', '70-80'):
        try:
            print(crontab_parser().parse(bad))
        except Exception as error:
            print(type(error).__name__, error)
    print(pickle.loads(pickle.dumps(crontab(minute='*/5'))), crontab.from_string('0 9 * * mon-fri'))
    print(repr(maybe_schedule(3, app=app)), crontab(minute=5) == crontab(minute='5'), schedule(3) == 3)
    print(each == crontab(hour=7, minute=30), schedule(3) == schedule(dt.timedelta(seconds=3)))
    print(app.now().tzinfo, each.tz, each.utc_enabled, schedstate(True, 3), each.maybe_make_aware(NOW) is NOW)


if __name__ == '__main__':
    main()
