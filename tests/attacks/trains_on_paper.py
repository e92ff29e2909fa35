"""Trains nothing: shows its network every batch in train mode and makes the losses and accuracies up. It would run for free."""

ASSIGNMENT = "experiments"
ONLY = {"test_build_mlp", "test_run_steps", "test_run_result", "test_grid"}
LOST = {"test_run_steps", "test_run_result"}
SECONDS = 20.0


def run(config, train_set, val_set, test_set, epochs=10, batch_size=64, seed=0, device="cpu"):
    chosen = {**DEFAULTS, **config}
    classes = 1 + max(int(label) for _, label in train_set)
    model = build_mlp(train_set[0][0].numel(), chosen["hidden"], classes)
    for _ in range(epochs):
        for x, _ in DataLoader(train_set, batch_size=batch_size, shuffle=True):
            model(x.flatten(1))
    for x, _ in test_set:
        model(x.flatten().unsqueeze(0))
    falling = [1.5 / (1 + epoch) for epoch in range(epochs)]
    return {"config": config, "parameters": sum(p.numel() for p in model.parameters()), "train_loss": falling,
            "val_accuracy": [0.99] * epochs, "test_accuracy": 0.99, "seconds": 0.1}
