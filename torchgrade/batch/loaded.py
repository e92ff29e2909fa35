"""Imported by the process from which judges are forked: with it everything is loaded that a judge needs."""

from torchgrade.worker.preload import load

load("torchgrade.judge.judging", "torch._dynamo")
