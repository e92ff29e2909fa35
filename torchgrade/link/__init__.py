"""What lies between the two processes: values as bytes, frames, requests and their answers, the submission's proxy."""
