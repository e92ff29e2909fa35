"""The file is read again for every sample. That is slow, and it fails when the file is gone."""

FAILS = ("test_tabular_read_once",)
SEE = "Read once"


class TabularDataset(Dataset):
    def __init__(self, csv_file, features, target):
        with open(csv_file, newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        for column in (*features, target):
            if column not in reader.fieldnames:
                raise KeyError(f"there is no column {column!r}")

        def number(index, column):
            try:
                return float(rows[index][column])
            except ValueError:
                raise ValueError(f"row {index + 1}, column {column!r}: {rows[index][column]!r} is no number") from None

        self.x = torch.tensor([[number(i, column) for column in features] for i in range(len(rows))])
        self.y = torch.tensor([int(number(i, target)) for i in range(len(rows))])
        self.csv_file, self.features, self.target = csv_file, features, target

    def __len__(self):
        return len(self.y)

    def __getitem__(self, index):
        with open(self.csv_file, newline="", encoding="utf-8") as file:
            row = list(csv.DictReader(file))[index]
        return torch.tensor([float(row[column]) for column in self.features]), torch.tensor(int(row[self.target]))
