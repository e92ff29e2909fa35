"""The images are inverted without being asked. `dark_on_light` is False as it comes."""

FAILS = ("test_digit_images", "test_digits_of_any_mode", "test_digit_files")
SEE = "Dark on light"


class DrawnDigits(Dataset):
    def __init__(self, folder, dark_on_light=False):
        self.dark_on_light = dark_on_light
        self.files = sorted(path for path in Path(folder).iterdir() if path.name.endswith(".png"))
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
        return 1 - image, torch.tensor(self.labels[index])
