"""The message counts rows from 0. People count from 1: the first row below the names is row 1."""

FAILS = ("test_tabular_errors",)
SEE = "Errors that help"


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
                raise ValueError(f"row {index}, column {column!r}: {rows[index][column]!r} is no number") from None

        self.x = torch.tensor([[number(i, column) for column in features] for i in range(len(rows))])
        self.y = torch.tensor([int(number(i, target)) for i in range(len(rows))])

    def __len__(self):
        return len(self.y)

    def __getitem__(self, index):
        return self.x[index], self.y[index]
