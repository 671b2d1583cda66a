"""amqp of the sandbox: the errors that RabbitMQ answers with."""

from amqp.exceptions import AMQPError, ChannelError, NotFound, PreconditionFailed

__version__ = '5.3.1'
__all__ = ['AMQPError', 'ChannelError', 'NotFound', 'PreconditionFailed']
