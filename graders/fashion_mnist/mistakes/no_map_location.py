"""The tensors are loaded to the device that they were saved on. On a computer without it, that fails. What does
torch.load know of the device that you have?"""

FAILS = ("test_foreign_files",)
SEE = "Putting a saved network to the test"


def test_model(path, test_set, device="cpu"):
    try:
        content = torch.load(path, weights_only=True)
    except FileNotFoundError:
        raise
    except Exception as error:  # damage has many kinds; whoever calls can do the same about each
        raise ValueError(f"{path} cannot be read as a saved network: {error}") from error
    if not isinstance(content, dict) or not {"class", "model_state_dict"} <= content.keys():
        raise ValueError(f"{path} holds no saved network: 'class' or 'model_state_dict' is missing")
    classes = {"FashionMNISTNet": FashionMNISTNet, "FashionCNN": FashionCNN}
    if content["class"] not in classes:
        raise ValueError(f"{path} names the class {content['class']!r}; known are {', '.join(classes)}")
    model = classes[content["class"]]().to(device)
    model.load_state_dict(content["model_state_dict"])
    return evaluate(model, DataLoader(test_set, batch_size=500), device)[1]
