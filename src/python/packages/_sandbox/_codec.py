"""How Python values cross to the simulation; the celery and kombu packages put their own ways in."""

import json

_hooks = {
    'dumps': json.dumps,
    'loads': json.loads,
    'encode': json.dumps,
    'decode': None,
    'saferepr': repr,
    'classify': None,
    'clean': None,
}


def set_json(dumps, loads):
    """Use these for what is told, heard, asked and resumed: dict -> text and text -> dict."""
    _hooks['dumps'] = dumps
    _hooks['loads'] = loads


def set_decoder(loads):
    """Use this for the text of questions and of resume values (their args may hold kombu's types)."""
    _hooks['decode'] = loads


def set_encoder(encode):
    """Use this for values that bodies return: value -> wire JSON text; it raises if it cannot."""
    _hooks['encode'] = encode


def set_saferepr(saferepr):
    """Use this for the text of a returned value in logs."""
    _hooks['saferepr'] = saferepr


def set_classifier(classify):
    """Let `classify(exception) -> dict` add `command` and `expected` to what left a body."""
    _hooks['classify'] = classify


def set_trace_cleaner(clean):
    """Let `clean(exception)` replace what left a body before it is described (or return it)."""
    _hooks['clean'] = clean


def dumps(value):
    return _hooks['dumps'](value)


def loads(text):
    return _hooks['loads'](text)


def decode(text):
    return (_hooks['decode'] or _hooks['loads'])(text)


def encode(value):
    return _hooks['encode'](value)


def saferepr(value):
    try:
        return _hooks['saferepr'](value)
    except Exception as error:
        return f'<unrepresentable {type(value).__name__}: {type(error).__name__}>'


def classify(error):
    return _hooks['classify'](error) if _hooks['classify'] else {}


def clean(error):
    return _hooks['clean'](error) if _hooks['clean'] else error
