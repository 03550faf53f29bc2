# The page as a container: docker build -t speechcls . && docker run -p 7860:7860 speechcls
# The plain build brings torch with its GPU libraries, about 5 GB. For the processor alone give the index of torch's CPU
# builds, which its install selector names: docker build --build-arg TORCH_INDEX=URL -t speechcls .
FROM python:3.12-slim-bookworm AS build
ARG TORCH_INDEX=
WORKDIR /source
COPY requirements.txt pyproject.toml README.md LICENSE NOTICE ./
RUN python -m venv /venv \
    && grep -E '^torch(audio)?==' requirements.txt > torch.txt \
    && /venv/bin/pip install --no-cache-dir ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} -r torch.txt \
    && /venv/bin/pip install --no-cache-dir -r requirements.txt
COPY assets assets
COPY speechcls speechcls
RUN /venv/bin/pip install --no-cache-dir --no-deps . && du -sh /venv

# No compiler here, and nobody is root.
FROM python:3.12-slim-bookworm
RUN useradd --create-home listener
COPY --from=build /venv /venv
USER listener
ENV PATH=/venv/bin:$PATH
EXPOSE 7860
HEALTHCHECK --start-period=60s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860', timeout=5)"]
CMD ["speechcls", "run", "--host", "0.0.0.0", "--port", "7860", "--no-browser"]
