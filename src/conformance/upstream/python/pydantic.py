"""A stand-in for pydantic, which `t/integration/tasks.py` imports and the interpreter does not have.

It checks nothing but the kind of each field: the canvas suite defines models and never makes one.
"""


class ValidationError(ValueError):
    """A value is not of its field's kind."""


class BaseModel:
    """Fields from annotations; values are turned into their kinds."""

    def __init__(self, **values):
        for name, kind in self.__annotations__.items():
            if name not in values:
                raise ValidationError(f'{type(self).__name__}: the field {name!r} is missing')
            value = values[name]
            try:
                setattr(self, name, kind(value) if isinstance(kind, type) else value)
            except (TypeError, ValueError) as error:
                raise ValidationError(f'{type(self).__name__}.{name}: {error}') from None

    @classmethod
    def model_validate(cls, values, **_):
        return cls(**values)

    def model_dump(self, **_):
        return dict(vars(self))
