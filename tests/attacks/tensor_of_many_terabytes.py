"""A log of a few bytes that says it holds one number, repeated to a tensor of 10^13. Unpacked, it would fill the memory."""

ASSIGNMENT = "experiments"
ONLY = {"test_log", "test_grid"}
LOST = {"test_log"}
SECONDS = 20.0


def log(history, folder):
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.compat.proto.tensor_pb2 import TensorProto
    from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    sides = [TensorShapeProto.Dim(size=10_000_000), TensorShapeProto.Dim(size=1_000_000)]
    shape = TensorShapeProto(dim=sides)
    writer = EventFileWriter(str(folder))
    for tag, key in TAGS.items():
        for epoch, number in enumerate(history.get(key, [])):
            tensor = TensorProto(dtype=1, tensor_shape=shape, float_val=[number])
            writer.add_event(Event(step=epoch, summary=Summary(value=[Summary.Value(tag=tag, tensor=tensor)])))
    writer.close()
