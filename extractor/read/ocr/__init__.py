"""Print read from page images: turned upright, straightened, read by an engine, brought to the form of digital pages.

    image ─turn, straighten─▶ engine ─▶ runs ─▶ lines as high as their font, ruling lines, turn, confidence

`scan` and `image` import OpenCV, so they are imported only once there is an image to read.
"""
