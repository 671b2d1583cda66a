import { mount } from 'svelte'
import '../../src/components/base.css'
import Gallery from './Gallery.svelte'

mount(Gallery, { target: document.getElementById('app')! })
