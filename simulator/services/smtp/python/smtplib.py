"""A mail client with the names of Python's own `smtplib`; the mail server is simulated.

`smtplib.SMTP(host)` finds the server that the cluster describes under that host name. Every step of the
conversation takes its time on the simulated clock, `timeout` too.
"""

from __future__ import annotations

import copy
import email.generator
import email.utils
import io
import re
from collections.abc import Iterable, Sequence
from email.message import Message
from typing import Any

from _sandbox import _services

SMTP_PORT = 25
SMTP_SSL_PORT = 465
CRLF = '\r\n'
bCRLF = b'\r\n'

_DEFAULT_TIMEOUT = object()


class SMTPException(OSError):
    """Base of all that this module raises."""


class SMTPNotSupportedError(SMTPException):
    """The server cannot do what was asked."""


class SMTPServerDisconnected(SMTPException):
    """The connection is gone, or was never made."""


class SMTPResponseException(SMTPException):
    """The server answered with an error: `smtp_code` and `smtp_error` say which."""

    def __init__(self, code: int, msg: bytes | str):
        self.smtp_code = code
        self.smtp_error = msg
        self.args = (code, msg)


class SMTPSenderRefused(SMTPResponseException):
    """The server does not take mail from this sender."""

    def __init__(self, code: int, msg: bytes, sender: str):
        self.smtp_code = code
        self.smtp_error = msg
        self.sender = sender
        self.args = (code, msg, sender)


class SMTPRecipientsRefused(SMTPException):
    """The server refused every recipient: `recipients` has code and text for each address."""

    def __init__(self, recipients: dict[str, tuple[int, bytes]]):
        self.recipients = recipients
        self.args = (recipients,)


class SMTPDataError(SMTPResponseException):
    """The server did not take the mail itself."""


class SMTPConnectError(SMTPResponseException):
    """The server greeted with an error."""


class SMTPHeloError(SMTPResponseException):
    """The server refused the first word of the client."""


class SMTPAuthenticationError(SMTPResponseException):
    """The server did not accept user and password."""


def quoteaddr(addrstring: str) -> str:
    """An address in angle brackets."""
    return f'<{_bare(addrstring)}>'


def quotedata(data: str) -> str:
    """Text as it goes over the wire: lines end alike, and a dot at a beginning is doubled."""
    return re.sub(r'(?m)^\.', '..', re.sub(r'(?:\r\n|\n|\r(?!\n))', CRLF, data))


def _bare(address: str) -> str:
    _, found = email.utils.parseaddr(address)
    return found or address


class SMTP:
    """A connection to a mail server; use it in a `with` block, and it says good-bye at the end."""

    debuglevel = 0
    default_port = SMTP_PORT

    def __init__(
        self,
        host: str = '',
        port: int = 0,
        local_hostname: str | None = None,
        timeout: Any = _DEFAULT_TIMEOUT,
        source_address: tuple[str, int] | None = None,
    ):
        self.timeout = None if timeout is _DEFAULT_TIMEOUT else timeout
        if self.timeout is not None and not self.timeout:
            raise ValueError('Non-blocking socket (timeout=0) is not supported')
        self._host = host
        self._connection = 0
        self.local_hostname = local_hostname or 'localhost'
        self.source_address = source_address
        self.esmtp_features: dict[str, str] = {}
        self.ehlo_resp: bytes | None = None
        self.helo_resp: bytes | None = None
        if host:
            code, text = self.connect(host, port)
            if code != 220:
                self.close()
                raise SMTPConnectError(code, text)

    def __enter__(self) -> SMTP:
        return self

    def __exit__(self, *args: Any) -> None:
        try:
            code, text = self._ask('quit')
            if code != 221:
                raise SMTPResponseException(code, text)
        except SMTPServerDisconnected:
            pass
        finally:
            self.close()

    def set_debuglevel(self, debuglevel: int) -> None:
        """Taken as it is; the log shows every step anyway."""
        self.debuglevel = debuglevel

    def connect(self, host: str = 'localhost', port: int = 0, source_address: Any = None) -> tuple[int, bytes]:
        """Connect; the server's greeting. Raises what a socket raises where nobody listens."""
        name, _, _ = host.partition(':')
        self._host = name
        answer = _services.call('smtp', 'connect', host=name, timeout=self.timeout, muted_code=220)
        if answer['outcome'] != 'answered':
            raise _services.connect_error(answer['outcome'], self.timeout)
        self._connection = answer['connection']
        return answer['code'], answer['text'].encode()

    def _ask(self, operation: str, subject: str = '', arguments: Any = None, muted_code: int = 250) -> tuple[int, bytes]:
        if not self._connection:
            raise SMTPServerDisconnected('please run connect() first')
        answer = _services.call(
            'smtp',
            operation,
            subject,
            arguments,
            host=self._host,
            connection=self._connection,
            timeout=self.timeout,
            muted_code=muted_code,
        )
        if answer['outcome'] != 'answered':
            self.close()
            why = ': timed out' if answer['outcome'] == 'timed out' else ''
            raise SMTPServerDisconnected(f'Connection unexpectedly closed{why}')
        return answer['code'], answer['text'].encode()

    def docmd(self, cmd: str, args: str = '') -> tuple[int, bytes]:
        """Any command of the protocol that the simulated server knows."""
        return self._ask(cmd.lower(), args)

    def helo(self, name: str = '') -> tuple[int, bytes]:
        """Say hello in the old way."""
        code, text = self._ask('helo', name or self.local_hostname)
        self.helo_resp = text
        return code, text

    def ehlo(self, name: str = '') -> tuple[int, bytes]:
        """Say hello."""
        code, text = self._ask('ehlo', name or self.local_hostname)
        self.ehlo_resp = text
        if code == 250:
            self.esmtp_features = {'size': '10240000', 'starttls': '', 'auth': 'PLAIN LOGIN', '8bitmime': ''}
        return code, text

    def has_extn(self, opt: str) -> bool:
        """Whether the server can do more: `starttls`, `size`."""
        return opt.lower() in self.esmtp_features

    def ehlo_or_helo_if_needed(self) -> None:
        """Say hello unless that was done."""
        if self.helo_resp is None and self.ehlo_resp is None:
            code, text = self.ehlo()
            if not 200 <= code <= 299:
                raise SMTPHeloError(code, text)

    def starttls(self, *, context: Any = None) -> tuple[int, bytes]:
        """Go on in secret."""
        self.ehlo_or_helo_if_needed()
        code, text = self._ask('starttls')
        if code == 220:
            self.helo_resp = self.ehlo_resp = None
            self.esmtp_features = {}
        return code, text

    def login(self, user: str, password: str, *, initial_response_ok: bool = True) -> tuple[int, bytes]:
        """Say who you are."""
        self.ehlo_or_helo_if_needed()
        code, text = self._ask('login', user)
        if code not in (235, 503):
            raise SMTPAuthenticationError(code, text)
        return code, text

    def noop(self) -> tuple[int, bytes]:
        """Do nothing, and hear whether the server is there."""
        return self._ask('noop')

    def rset(self) -> tuple[int, bytes]:
        """Forget the mail that was begun."""
        return self._ask('rset')

    def verify(self, address: str) -> tuple[int, bytes]:
        """Ask for an address; servers do not tell."""
        return self._ask('vrfy', _bare(address))

    vrfy = verify

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """Begin a mail: from whom it is."""
        return self._ask('mail', _bare(sender))

    def rcpt(self, recip: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """Name one recipient."""
        return self._ask('rcpt', _bare(recip))

    def data(self, msg: str | bytes) -> tuple[int, bytes]:
        """Send the mail itself; with the answer 250 the server has it, and sends it."""
        return self._data(msg, '')

    def _data(self, msg: str | bytes, recipients: str) -> tuple[int, bytes]:
        text = msg.decode('utf-8', 'replace') if isinstance(msg, bytes) else msg
        found = re.search(r'(?im)^subject:[ \t]*(.*?)\r?$', text.partition('\n\n')[0])
        return self._ask('data', recipients, {'subject': found.group(1) if found else '', 'size': len(text)})

    def _rset(self) -> None:
        try:
            self.rset()
        except SMTPServerDisconnected:
            pass

    def sendmail(
        self,
        from_addr: str,
        to_addrs: str | Iterable[str],
        msg: str | bytes,
        mail_options: Sequence[str] = (),
        rcpt_options: Sequence[str] = (),
    ) -> dict[str, tuple[int, bytes]]:
        """Send one mail. Returns the recipients that were refused, if another one was not."""
        if isinstance(msg, str):
            msg = msg.encode('ascii')
        self.ehlo_or_helo_if_needed()
        code, text = self.mail(from_addr, mail_options)
        if code != 250:
            self._give_up(code)
            raise SMTPSenderRefused(code, text, from_addr)
        refused: dict[str, tuple[int, bytes]] = {}
        recipients = [to_addrs] if isinstance(to_addrs, str) else list(to_addrs)
        for each in recipients:
            code, text = self.rcpt(each, rcpt_options)
            if code not in (250, 251):
                refused[each] = (code, text)
            if code == 421:
                self.close()
                raise SMTPRecipientsRefused(refused)
        if len(refused) == len(recipients):
            self._rset()
            raise SMTPRecipientsRefused(refused)
        code, text = self._data(msg, ', '.join(_bare(each) for each in recipients if each not in refused))
        if code != 250:
            self._give_up(code)
            raise SMTPDataError(code, text)
        return refused

    def _give_up(self, code: int) -> None:
        if code == 421:
            self.close()
        else:
            self._rset()

    def send_message(
        self,
        msg: Message,
        from_addr: str | None = None,
        to_addrs: str | Iterable[str] | None = None,
        mail_options: Sequence[str] = (),
        rcpt_options: Sequence[str] = (),
    ) -> dict[str, tuple[int, bytes]]:
        """Send an `EmailMessage`, to those that its headers name unless `to_addrs` says otherwise."""
        if from_addr is None:
            from_addr = email.utils.getaddresses([str(msg['Sender'] or msg['From'])])[0][1]
        if to_addrs is None:
            fields = [str(field) for name in ('To', 'Bcc', 'Cc') for field in msg.get_all(name, [])]
            to_addrs = [address for _, address in email.utils.getaddresses(fields)]
        plain = copy.copy(msg)
        del plain['Bcc']
        written = io.BytesIO()
        email.generator.BytesGenerator(written).flatten(plain, linesep='\n')
        return self.sendmail(from_addr, to_addrs, written.getvalue(), mail_options, rcpt_options)

    def close(self) -> None:
        """Close the connection without a word."""
        self._connection = 0
        self.helo_resp = self.ehlo_resp = None
        self.esmtp_features = {}

    def quit(self) -> tuple[int, bytes]:
        """Say good-bye."""
        answer = self._ask('quit', muted_code=221)
        self.close()
        return answer


class SMTP_SSL(SMTP):
    """The same in secret from the beginning."""

    default_port = SMTP_SSL_PORT

    def __init__(
        self,
        host: str = '',
        port: int = 0,
        local_hostname: str | None = None,
        *,
        timeout: Any = _DEFAULT_TIMEOUT,
        source_address: tuple[str, int] | None = None,
        context: Any = None,
    ):
        super().__init__(host, port, local_hostname, timeout, source_address)
