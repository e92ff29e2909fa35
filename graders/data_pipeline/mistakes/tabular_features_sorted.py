"""The features are put into alphabetical order. They must stand in the order in which they are asked for."""

FAILS = ("test_tabular_samples",)
SEE = "Columns by name"


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

        features = sorted(features)
        self.x = torch.tensor([[number(i, column) for column in features] for i in range(len(rows))])
        self.y = torch.tensor([int(number(i, target)) for i in range(len(rows))])

    def __len__(self):
        return len(self.y)

    def __getitem__(self, index):
        return self.x[index], self.y[index]
