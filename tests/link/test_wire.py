"""The wire: plain values cross unchanged, everything else is refused or held, and any bytes can be decoded safely."""

import math
from contextlib import suppress

import msgpack
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from torchgrade.link.wire import Ref, WireError, decode, encode

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(PLAIN)
def test_plain_values_come_back_equal(value):
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    "dtype",
    [
        torch.float16,
        torch.bfloat16,
        torch.float32,
        torch.float64,
        torch.complex64,
        torch.bool,
        torch.uint8,
        torch.int16,
        torch.int64,
    ],
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_tensors_keep_dtype_shape_and_values(dtype, shape):
    value = torch.randint(0, 2, shape).to(dtype)
    back = decode(encode(value))
    assert back.dtype == dtype
    assert back.shape == value.shape
    assert torch.equal(back, value)


def test_a_transposed_view_crosses_by_value():
    value = torch.arange(6.0).reshape(2, 3).T
    assert torch.equal(decode(encode(value)), value)


def test_a_parameter_arrives_as_an_ordinary_tensor():
    assert type(decode(encode(torch.nn.Parameter(torch.ones(2))))) is torch.Tensor


@pytest.mark.parametrize(
    "value", [np.arange(6).reshape(2, 3), np.float64([1.5, math.inf]), np.array(3), np.zeros((0, 2))]
)
def test_arrays_keep_dtype_shape_and_values(value):
    back = decode(encode(value))
    assert back.dtype == value.dtype
    np.testing.assert_array_equal(back, value)


@pytest.mark.parametrize(("value", "plain"), [(np.float32(0.5), 0.5), (np.int64(3), 3), (np.bool_(True), True)])
def test_numpy_numbers_arrive_as_plain_ones(value, plain):
    assert type(decode(encode(value))) is type(plain)


def test_subclasses_of_plain_types_arrive_as_the_plain_type():
    class Liar(float):
        def __eq__(self, other):
            return True

        __hash__ = float.__hash__

    assert type(decode(encode(Liar(0.5)))) is float


@pytest.mark.parametrize(
    "value", [object(), len, torch.nn.Linear(1, 1), np.array([object()]), torch.ones(2, device="meta")]
)
def test_what_is_not_plain_is_refused_without_a_holder(value):
    with pytest.raises(WireError):
        encode(value)


def test_what_is_not_plain_is_held_and_referred_to():
    assert decode(encode([1, object()], lambda value: Ref(7, "object"))) == [1, Ref(7, "object")]


def test_a_cyclic_list_is_held_as_a_whole():
    loop: list = []
    loop.append(loop)
    assert decode(encode(loop, lambda value: Ref(1, "list"))) == Ref(1, "list")


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_value_or_a_wire_error(data):
    with suppress(WireError):
        decode(data)


@given(st.integers(0, 127), st.binary(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_extension_is_a_value_or_a_wire_error(code, body):
    with suppress(WireError):
        decode(msgpack.packb(msgpack.ExtType(code, body)))


DISAGREEING = [
    ["float32", [2, 2], b"1234", False],
    ["float32", [-1], b"", False],
    ["qint8", [1], b"1", False],
    ["float32", [2**40], b"1234", False],
    ["float32", [True], b"1234", False],
]


@pytest.mark.parametrize("body", DISAGREEING)
def test_a_tensor_whose_parts_disagree_is_a_wire_error(body):
    with pytest.raises(WireError):
        decode(msgpack.packb(msgpack.ExtType(2, msgpack.packb(body))))


def test_an_array_of_objects_is_a_wire_error():
    with pytest.raises(WireError):
        decode(msgpack.packb(msgpack.ExtType(3, msgpack.packb(["|O", [1], b"12345678"]))))


def test_nesting_beyond_the_limit_is_a_wire_error():
    body = msgpack.packb([])
    for _ in range(40):
        body = msgpack.packb([msgpack.ExtType(1, body)])
    with pytest.raises(WireError):
        decode(body)


def test_a_tensor_of_one_number_cut_from_a_larger_one_crosses():
    """torch calls it contiguous whatever its stride is."""
    one = torch.arange(6).reshape(1, 6)[:, 3]
    assert one.stride() != (1,)
    assert torch.equal(decode(encode(one)), torch.tensor([3]))
