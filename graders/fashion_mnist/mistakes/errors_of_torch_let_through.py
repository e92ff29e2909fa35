"""What torch.load raises for a damaged file goes through to the caller, one kind of error for each kind of damage.
The text promises ValueError."""

FAILS = ("test_foreign_files",)
SEE = "Putting a saved network to the test"


def test_model(path, test_set, device="cpu"):
    content = torch.load(path, map_location=device, weights_only=True)
    if not isinstance(content, dict) or not {"class", "model_state_dict"} <= content.keys():
        raise ValueError(f"{path} holds no saved network: 'class' or 'model_state_dict' is missing")
    classes = {"FashionMNISTNet": FashionMNISTNet, "FashionCNN": FashionCNN}
    if content["class"] not in classes:
        raise ValueError(f"{path} names the class {content['class']!r}; known are {', '.join(classes)}")
    model = classes[content["class"]]().to(device)
    model.load_state_dict(content["model_state_dict"])
    return evaluate(model, DataLoader(test_set, batch_size=500), device)[1]
