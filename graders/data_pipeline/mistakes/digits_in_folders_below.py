"""Folders within the folder are searched, too."""

FAILS = ("test_digit_files",)
SEE = "Which files"


class DrawnDigits(Dataset):
    def __init__(self, folder, dark_on_light=False):
        self.dark_on_light = dark_on_light
        self.files = sorted(Path(folder).rglob("*.png"), key=lambda path: path.name)
        for path in self.files:
            if not (path.name[0] in "0123456789" and path.name[1] == "_"):
                raise ValueError(f"{path.name} does not begin with a digit and an underscore")
        self.labels = [int(path.name[0]) for path in self.files]

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        with Image.open(self.files[index]) as file:
            small = file.convert("L").resize((28, 28), Image.Resampling.BILINEAR)
        image = torch.from_numpy(np.array(small, dtype=np.float32)).unsqueeze(0) / 255
        return 1 - image if self.dark_on_light else image, torch.tensor(self.labels[index])
