"""The operators that make mutants: what each changes, and what a program so changed behaves like.

The general ones are those of mutation testing; those of training loops follow what Humbatova, Jahangirova and Tonella
found in real programs (DeepCrime, ISSTA 2021): optimizers, losses, activations, layers, gradients, modes.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass

from torchgrade.prove.changes import (
    Made,
    argument_dropped,
    arguments_swapped,
    compared,
    computed,
    condition_dropped,
    constant,
    dropped,
    layer_dropped,
    logic,
    neighbours_swapped,
    out_of_the_loop,
    renamed,
    returned,
    slice_dropped,
    unwrapped,
    without_call,
    without_no_grad,
)


@dataclass(frozen=True)
class Operator:
    """`make` gives what may stand in a node's place; `sentence` tells a student what such a program behaves like."""

    name: str
    sentence: str
    make: Callable[[ast.AST], Made]


OPERATORS = (
    Operator(
        "gradients_not_zeroed",
        "as if gradients were not set to zero before the next ones are added",
        without_call("zero_grad"),
    ),
    Operator("no_backward", "as if no gradients were computed before the step", without_call("backward")),
    Operator("no_step", "as if an optimizer or a schedule were never told to step", without_call("step")),
    Operator("mode_not_set", "as if the mode, train or eval, were left as it is", without_call("train", "eval")),
    Operator("other_mode", "as if train mode and eval mode were mixed up", renamed(train="eval", eval="train")),
    Operator("gradients_recorded", "as if gradients were recorded where they should not be", without_no_grad),
    Operator(
        "not_copied",
        "as if something that goes on changing were kept, in place of a copy",
        unwrapped("clone", "deepcopy", "copy"),
    ),
    Operator("not_detached", "as if results were kept with the graph that made them", unwrapped("detach", "item")),
    Operator(
        "other_optimizer",
        "as if another optimizer made the steps",
        renamed(Adam="SGD AdamW", SGD="Adam", AdamW="Adam SGD"),
    ),
    Operator(
        "other_loss",
        "as if another loss were computed",
        renamed(
            BCELoss="MSELoss BCEWithLogitsLoss",
            BCEWithLogitsLoss="BCELoss",
            CrossEntropyLoss="NLLLoss",
            cross_entropy="nll_loss",
            binary_cross_entropy="mse_loss binary_cross_entropy_with_logits",
            binary_cross_entropy_with_logits="binary_cross_entropy mse_loss",
            mse_loss="l1_loss",
            MSELoss="L1Loss",
        ),
    ),
    Operator(
        "other_activation",
        "as if another function, or none, came after a layer",
        renamed(
            relu="tanh sigmoid", sigmoid="tanh relu", tanh="relu", ReLU="Tanh Sigmoid Identity", Sigmoid="Tanh Identity"
        ),
    ),
    Operator(
        "no_activation",
        "as if another function, or none, came after a layer",
        unwrapped("relu", "sigmoid", "softmax", "tanh"),
    ),
    Operator(
        "layer_left_out", "as if a layer were left out", unwrapped("dropout", "norm1", "norm2", "bn1", "bn2", "pool")
    ),
    Operator("layer_dropped", "as if a layer, or an argument, were left out", layer_dropped),
    Operator(
        "other_layer",
        "as if a layer did nothing",
        renamed(Dropout="Identity", BatchNorm1d="Identity", BatchNorm2d="Identity"),
    ),
    Operator(
        "other_reduction",
        "as if numbers were put together in another way: a sum for a mean, the largest for the smallest",
        renamed(
            mean="sum",
            sum="mean",
            max="min",
            min="max",
            argmax="argmin",
            argmin="argmax",
            any="all",
            all="any",
            maximum="minimum",
            minimum="maximum",
        ),
    ),
    Operator(
        "other_start",
        "as if numbers began at another value",
        renamed(zeros="ones", ones="zeros", zeros_like="ones_like", ones_like="zeros_like"),
    ),
    Operator(
        "other_type",
        "as if numbers were of another type",
        renamed(float="double", float32="float64", int64="int32", long="int", double="float", float64="float32"),
    ),
    Operator(
        "no_type",
        "as if numbers kept the type they come in",
        unwrapped("float", "long", "double", "astype", "int", "to"),
    ),
    Operator(
        "other_shape",
        "as if a tensor had another shape or order of its axes",
        unwrapped(
            "unsqueeze",
            "squeeze",
            "T",
            "t",
            "flatten",
            "reshape",
            "view",
            "permute",
            "transpose",
            "contiguous",
            "sorted",
        ),
    ),
    Operator(
        "moved_out_of_the_loop",
        "as if something were done once, before or after a loop, that belongs into it",
        out_of_the_loop,
    ),
    Operator("order_swapped", "as if two steps were done in the other order", neighbours_swapped),
    Operator("step_left_out", "as if something that has to be done were not done", dropped),
    Operator("case_ignored", "as if a case were not told apart from the others", condition_dropped),
    Operator(
        "other_comparison", "as if a comparison went the other way, or took equal values for the other side", compared
    ),
    Operator("other_arithmetic", "as if two numbers were put together by another operation", computed),
    Operator("other_logic", "as if a condition were another one", logic),
    Operator("other_constant", "as if a number in the program, or a default, were another one", constant),
    Operator("argument_ignored", "as if an argument were not passed on", argument_dropped),
    Operator("arguments_swapped", "as if two arguments were in the place of each other", arguments_swapped),
    Operator("other_part", "as if another part of the data were taken", slice_dropped),
    Operator("results_swapped", "as if two results came back in the other order", returned),
    Operator(
        "loop_goes_on",
        "as if a loop ended at the wrong moment",
        lambda node: iter(
            [ast.Continue()] if isinstance(node, ast.Break) else [ast.Break()] if isinstance(node, ast.Continue) else []
        ),
    ),
)
