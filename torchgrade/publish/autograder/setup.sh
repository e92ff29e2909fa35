#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image. The default Ubuntu image is enough.
set -euo pipefail

# An index of CPU-only wheels makes the image 4 GB smaller and the judge need less memory: put its address between
# the quotes before you upload, or build with TORCH_INDEX set.
TORCH_INDEX=${TORCH_INDEX:-}

SOURCE=/autograder/source
HOME_OF_PYTHON=/opt/torchgrade
export DEBIAN_FRONTEND=noninteractive

# Ubuntu 24.04 has Python 3.12, 22.04 has 3.11 beside its older python3.
apt-get update
apt-get install -y python3.12-venv || apt-get install -y python3.11-venv
PYTHON=$(command -v python3.12 || command -v python3.11)

"$PYTHON" -m venv "$HOME_OF_PYTHON"
PIP=("$HOME_OF_PYTHON/bin/pip" install --no-cache-dir --disable-pip-version-check -c "$SOURCE/constraints.txt")
if [ -n "$TORCH_INDEX" ]; then
    "${PIP[@]}" --index-url "$TORCH_INDEX" torch torchvision
fi
"${PIP[@]}" -r "$SOURCE/requirements.txt"

# Who judges: owns nothing, may log in nowhere, and reads the course as a member of its group.
id torchgrade 2>/dev/null || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin torchgrade
chown -R root:torchgrade "$SOURCE"
chmod -R u=rwX,g=rX,o= "$SOURCE"
