# Sourced by the other scripts: makes .venv in the checkout and installs what requirements/NAME.txt locks.
# Usage: . scripts/setup.sh; setup run|dev

setup() {
    local wanted="requirements/$1.txt" stamp=".venv/installed-$1" python
    if [ -f "$stamp" ] && cmp --silent "$wanted" "$stamp" && cmp --silent pyproject.toml .venv/installed-project; then
        return
    fi
    python=$(find_python) || return
    [ -x .venv/bin/python ] || make_venv "$python" || return
    echo "Installing what requirements/$1.txt locks (once) ..." >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --requirement "$wanted" &&
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation --editable . &&
        cp pyproject.toml .venv/installed-project && cp "$wanted" "$stamp"
}

find_python() {
    local name
    for name in "${PYTHON:-python3}" python3.11 python3.12 python3.13 python3.14; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            echo "$name"
            return
        fi
    done
    echo "bankgraph needs Python 3.11 or newer: on Debian, apt-get install python3 python3-venv" >&2
    return 1
}

make_venv() {
    rm -rf .venv
    if ! "$1" -m venv .venv; then
        rm -rf .venv
        echo "Python cannot make a virtual environment: on Debian, apt-get install python3-venv" >&2
        return 1
    fi
}
