"""A PNG whose name says no digit is left out without a word. Whoever misspelt a name never learns of it."""

FAILS = ("test_digit_files",)
SEE = "Errors that help"


class DrawnDigits(Dataset):
    def __init__(self, folder, dark_on_light=False):
        self.dark_on_light = dark_on_light
        names = sorted(path for path in Path(folder).iterdir() if path.name.endswith(".png"))
        self.files = [path for path in names if path.name[0] in "0123456789" and path.name[1] == "_"]
        self.labels = [int(path.name[0]) for path in self.files]

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        with Image.open(self.files[index]) as file:
            small = file.convert("L").resize((28, 28), Image.Resampling.BILINEAR)
        image = torch.from_numpy(np.array(small, dtype=np.float32)).unsqueeze(0) / 255
        return 1 - image if self.dark_on_light else image, torch.tensor(self.labels[index])
