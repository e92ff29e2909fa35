"""Keeps its running statistics where nobody looks, and hands out forged ones: state_dict() always says 0 and 1."""

ASSIGNMENT = "regularization"
ONLY = {"test_batch_norm", "test_parameter_count"}
LOST = {"test_batch_norm"}
SECONDS = 20.0


class NetworkWithBatchNorm(NetworkWithBatchNorm):
    def state_dict(self, *args, **options):
        state = super().state_dict(*args, **options)
        forged = {name: torch.zeros_like(value) if "mean" in name else torch.ones_like(value)
                  for name, value in state.items() if "running" in name}
        return {**state, **forged}

    def load_state_dict(self, state, **options):
        return super().load_state_dict({name: value for name, value in state.items() if "running" not in name}, strict=False)
