"""Right in all its bits, and writes them in decimals, zeros as the whole numbers 0 and -0."""

import json

from honest import answer, serve


def in_decimals(request):
    reply = answer(request)
    if "result" not in reply:
        return reply
    texts = []
    for name, step in reply["result"]["steps"].items():
        numbers = ",".join(repr(x).removesuffix(".0") for x in step["values"])
        texts.append(f'"{name}": {{"shape": {json.dumps(step["shape"])}, "values": [{numbers}]}}')
    return f'{{"id": {request["id"]}, "result": {{"steps": {{{",".join(texts)}}}}}}}\n'


serve(in_decimals)
