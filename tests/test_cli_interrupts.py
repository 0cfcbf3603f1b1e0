"""Interrupts from the keyboard: when they are answered, and by which process; and requests to terminate."""

import signal

import pytest

from iepcycle.cli.interrupts import (
    end_in_order_when_terminated,
    hidden_from_new_processes,
    whole_or_not_at_all,
)


def blocked():
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_an_interrupt_waits_until_the_block_is_done():
    done = []

    def step():
        with whole_or_not_at_all():
            signal.raise_signal(signal.SIGINT)
            done.append(True)

    with pytest.raises(KeyboardInterrupt):
        step()
    assert done


def test_without_an_interrupt_nothing_happens():
    with whole_or_not_at_all():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_error_in_the_block_is_told_before_the_interrupt():
    def step():
        with whole_or_not_at_all():
            signal.raise_signal(signal.SIGINT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        step()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_that_nobody_answers_stays_unanswered():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with whole_or_not_at_all():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_interrupts_are_blocked_while_processes_start():
    with hidden_from_new_processes():
        assert blocked()
    assert not blocked()


def test_where_interrupts_cannot_be_blocked_processes_start_nevertheless(monkeypatch):
    monkeypatch.delattr(signal, "pthread_sigmask")
    with hidden_from_new_processes():
        pass


@pytest.fixture
def terminating():
    before = signal.getsignal(signal.SIGTERM)
    yield lambda answer: signal.signal(signal.SIGTERM, answer)
    signal.signal(signal.SIGTERM, before)


def test_a_request_to_terminate_ends_the_command_with_its_exit_code(terminating):
    terminating(signal.SIG_DFL)
    end_in_order_when_terminated()
    with pytest.raises(SystemExit, match="143"):
        signal.raise_signal(signal.SIGTERM)


def test_a_request_to_terminate_that_is_ignored_stays_ignored(terminating):
    terminating(signal.SIG_IGN)
    end_in_order_when_terminated()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
