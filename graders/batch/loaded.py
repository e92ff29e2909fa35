"""Imported by the process from which judges are forked: with it everything is loaded that a judge needs."""

from graders.engine.preload import load

load("graders.engine.judge", "torch._dynamo")
