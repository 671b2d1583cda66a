"""How values and exceptions are described to the simulation; the celery package puts its ways in."""

from json import dumps

_hooks = {
    'encode': dumps,
    'encode_result': lambda value: (dumps(value), None, False),
    'saferepr': repr,
    'classify': lambda error: {},
}


def set_encoder(encode):
    """Use this for values that bodies return: value -> wire JSON text; it raises if it cannot."""
    _hooks['encode'] = encode


def set_result_encoder(encode_result):
    """Use this for what the body of a task returns: value -> (JSON text or None, why its serializer cannot write
    it or None, whether the text is exact).
    """
    _hooks['encode_result'] = encode_result


def set_saferepr(saferepr):
    """Use this for the text of a returned value or an exception in logs."""
    _hooks['saferepr'] = saferepr


def set_classifier(classify):
    """Let `classify(exception) -> dict` add `command` and `expected` to what left a body."""
    _hooks['classify'] = classify


def encode(value):
    return _hooks['encode'](value)


def encode_result(value):
    return _hooks['encode_result'](value)


def saferepr(value):
    try:
        return _hooks['saferepr'](value)
    except Exception as error:
        return f'<unrepresentable {type(value).__name__}: {type(error).__name__}>'


def classify(error):
    return _hooks['classify'](error)
