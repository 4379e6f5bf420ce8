#!/bin/sh
# Make the virtual environment $1 with the Python $2 (when empty, the first fitting one that is found).
set -eu
venv=$1
wanted=${2:-}
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'

python=
for name in ${wanted:-python3 python3.13 python3.12 python3.11}; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c "$fits" 2>/dev/null; then
        python=$(command -v "$name")
        break
    fi
done

if command -v uv >/dev/null 2>&1 && { [ -n "$python" ] || [ -z "$wanted" ]; }; then
    echo "Making $venv with uv"
    exec uv venv --quiet --clear --seed --python "${python:->=3.11,<3.14}" "$venv"
fi
if [ -z "$python" ]; then
    echo "Refold needs Python 3.11, 3.12 or 3.13. Found: $(${wanted:-python3} --version 2>&1 || echo none)." >&2
    echo "Install one of them, or name it: make PYTHON=/path/to/python3.12 ..." >&2
    exit 1
fi
echo "Making $venv with $("$python" --version)"
if ! "$python" -m venv --clear "$venv"; then
    echo "The module venv is not complete. On Debian and Ubuntu: sudo apt install python3-venv; or install uv." >&2
    exit 1
fi
